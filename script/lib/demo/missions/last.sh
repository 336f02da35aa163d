# what was changed last?
answer "$(git -C "$repository" log --max-count=1 --format=%h) with $(git -C "$repository" \
    show --format= --name-only HEAD | wc -l) files"
