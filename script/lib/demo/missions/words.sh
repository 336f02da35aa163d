# run a Python program over a file
cat >words.py <<'PYTHON'
import collections, re, sys
words = re.findall(r"[a-z]{4,}", open(sys.argv[1], encoding="utf-8").read().lower())
counts = collections.Counter(words)
for word, count in counts.most_common(10):
    print(f"{count:5d} {word}")
PYTHON
python3 words.py "$repository/README.md" | tee counts
answer "most frequent: $(head -n 1 counts | tr -s ' ' | sed 's/^ //')"
