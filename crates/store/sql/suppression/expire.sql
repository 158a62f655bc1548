delete from suppression where reason = 'bounced' and review_at_ms < $1
