update message set state = $1, reason = $2, state_at_ms = $3, payload_enc = '' where id = $4 and state in ('planned', 'sending')
