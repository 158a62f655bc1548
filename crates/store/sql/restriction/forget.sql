delete from restriction where at_ms <= $1
