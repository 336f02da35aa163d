# count and hash the sources
find "$repository/Sources" -name '*.swift' -type f | sort >files
xargs -d '\n' sha256sum <files >sums
line_count=$(xargs -d '\n' cat <files | wc -l)
digest=$(cut -c 1-64 sums | sha256sum | cut -c 1-12)
answer "$(wc -l <files) files, $line_count lines, digest $digest"
