# clone this repository and check every object in it
git clone --quiet --no-local "$repository" clone
git -C clone fsck --full --strict --no-progress
answer "$(git -C clone count-objects -v | sed -n 's/^in-pack: //p') objects are sound"
