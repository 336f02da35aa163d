# how many lines each target has
for folder in "$repository"/Sources/*/; do
    line_count=$(find "$folder" -type f -print0 | xargs -0 cat | wc -l)
    echo "$line_count $(basename "$folder")"
done | sort -rn | tee targets
answer "largest: $(head -n 1 targets)"
