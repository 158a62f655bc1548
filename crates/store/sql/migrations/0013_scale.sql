-- What is asked page by page, by person or by time is found without reading the whole table.
create index identifier_by_audience on identifier (tenant_id, kind, person_id);
create index restriction_by_time on restriction (at_ms);
create index suppression_by_review on suppression (review_at_ms) where reason = 'bounced';
create index mail_link_by_end on mail_link (expires_at_ms);
create index person_order_lapsed on person_order (held_until_ms, id) where erasure_id <> '';
create index request_by_erasure on request (erasure_id) where erasure_id <> '';
