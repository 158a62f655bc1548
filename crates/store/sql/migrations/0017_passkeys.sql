-- Passkeys of staff (W3C Web Authentication): what the authenticator calls its credential, the public key it signs with, how
-- often it says it signed, and whether its maker keeps a copy that other devices share.
create table passkey (
    id text primary key,
    user_id text not null references staff (id),
    credential text not null unique,
    key_cose text not null,
    name_enc text not null,
    transports text not null,
    sign_count bigint not null,
    synced bigint not null,
    created_at_ms bigint not null,
    used_at_ms bigint not null
);
create index passkey_by_user on passkey (user_id);
