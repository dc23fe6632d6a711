/// Strongly connected components (Tarjan 1972), without recursion.
enum Components {
  /// By point: whether a path leads from it back to it.
  static func inCircle(_ successors: [[Int]]) -> [Bool] {
    let count = successors.count
    var result = [Bool](repeating: false, count: count)
    var index = [Int](repeating: -1, count: count)
    var low = [Int](repeating: 0, count: count)
    var isOpen = [Bool](repeating: false, count: count)
    var open: [Int] = []
    var next = 0
    for start in 0..<count where index[start] < 0 {
      var path: [(point: Int, place: Int)] = [(start, 0)]
      while let (point, place) = path.last {
        if place == 0 {
          index[point] = next
          low[point] = next
          next += 1
          open.append(point)
          isOpen[point] = true
        }
        if place < successors[point].count {
          path[path.count - 1].place += 1
          let follower = successors[point][place]
          if index[follower] < 0 {
            path.append((follower, 0))
          } else if isOpen[follower] {
            low[point] = min(low[point], index[follower])
            if follower == point { result[point] = true }
          }
          continue
        }
        path.removeLast()
        if let above = path.last?.point { low[above] = min(low[above], low[point]) }
        guard low[point] == index[point] else { continue }
        var members: [Int] = []
        while let last = open.popLast() {
          isOpen[last] = false
          members.append(last)
          if last == point { break }
        }
        if members.count > 1 { for member in members { result[member] = true } }
      }
    }
    return result
  }
}
