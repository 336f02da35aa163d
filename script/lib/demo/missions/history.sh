# clone this repository and report on its history
git clone --quiet "$repository" clone
cd clone
commits=$(git rev-list --count HEAD)
people=$(git shortlog --summary --numbered HEAD | wc -l)
echo "newest commits:"
git log --max-count=5 --format='%h %s'
echo "files that changed most often:"
git log --format= --name-only | sort | uniq -c | sort -rn | head -n 5
answer "$commits commits by $people author(s)"
