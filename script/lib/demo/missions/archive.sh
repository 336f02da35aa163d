# pack the sources, unpack them again and compare
tar --create --gzip --file sources.tar.gz --directory "$repository" Sources
mkdir unpacked
tar --extract --gzip --file sources.tar.gz --directory unpacked
diff --recursive "$repository/Sources" unpacked/Sources
answer "$(wc -c <sources.tar.gz) bytes, same after unpacking"
