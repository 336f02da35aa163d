# find the two source files that are most alike
cat >similar.py <<'PYTHON'
import difflib, itertools, pathlib, sys
files = sorted(pathlib.Path(sys.argv[1]).rglob("*.swift"), key=lambda p: -p.stat().st_size)[:140]
texts = {p: p.read_text(encoding="utf-8").splitlines() for p in files}
best = (0.0, "", "")
for a, b in itertools.combinations(files, 2):
    matcher = difflib.SequenceMatcher(None, texts[a], texts[b], autojunk=False)
    best = max(best, (matcher.ratio(), a.name, b.name))
print(f"{best[1]} and {best[2]}: {best[0]:.0%}")
PYTHON
answer "$(python3 similar.py "$repository/Sources")"
