/// Things that are under way: the schedule holds only their numbers, so that it stays small.
struct ParcelRoom<Content> {
    private var slots: [Content?] = []
    private var free: [Int] = []

    /// Puts something down and returns its number.
    mutating func put(_ content: Content) -> Int {
        if let slot = free.popLast() {
            slots[slot] = content
            return slot
        }
        slots.append(content)
        return slots.count - 1
    }

    /// Takes something away; nil if it was taken before.
    mutating func take(_ slot: Int) -> Content? {
        guard let content = slots[slot].take() else { return nil }
        free.append(slot)
        return content
    }
}
