# build a Swift program and run it
cat >main.swift <<'SWIFT'
var sequence: [UInt64] = [0, 1]
while sequence.count <= 90 { sequence.append(sequence[sequence.count - 1] + sequence[sequence.count - 2]) }
print(sequence[90])
SWIFT
"$swift_folder/swiftc" -o fibonacci main.swift
number=$(./fibonacci)
[ "$number" = 2880067194370816120 ]
answer "Fibonacci(90) is $number"
