select size, root, note, at_ms from checkpoint order by size desc limit 1
