select segment_id, person_id, standing, reason, entered_at_ms, left_at_ms from segment_member
where tenant_id = $1 and person_id > $2 and person_id <= $3
