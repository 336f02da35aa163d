/// Traps with a message that survives `-O` if `condition` is false.
///
/// Not `precondition`: an optimised build drops its text, and with it the reason.
@inline(__always)
func invariant(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { fatalError("invariant broken: \(message())") }
}
