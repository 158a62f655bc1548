select id from import where state = 'reading' and created_at_ms <= $1
