# load the history into SQLite and query it
git -C "$repository" log --format='%h,%ad,%ae' --date=format:%Y-%m-%d >commits.csv
sqlite3 history.db 'CREATE TABLE commits (id TEXT, day TEXT, author TEXT)' \
    '.mode csv' '.import commits.csv commits'
answer "busiest day: $(sqlite3 -separator ' with ' history.db \
    'SELECT day, count(*) FROM commits GROUP BY day ORDER BY 2 DESC LIMIT 1') commits"
