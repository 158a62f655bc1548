select s.id, s.user_id, s.seen_at_ms, u.tenant_id, u.role, s.created_at_ms, s.proof_at_ms, u.totp_at_ms + (select count(*) from passkey p where p.user_id = u.id), t.second_factor
from session s
join staff u on u.id = s.user_id
join tenant t on t.id = u.tenant_id
where s.token_hash = $1 and s.expires_at_ms > $2 and u.removed_at_ms = 0
