# which share of the sources is comment?
find "$repository/Sources" -name '*.swift' -type f -print0 | xargs -0 cat >all.swift
comments=$(grep -cE '^ *//' all.swift)
answer "$((100 * comments / $(wc -l <all.swift))) % of $(wc -l <all.swift) lines"
