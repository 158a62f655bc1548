-- An address may belong to a member of staff of several organisations, so that nobody learns from a refusal who else is here.
-- `email_hash` stays unique and is, for whoever joins from now on, a hash of address and organisation together.
alter table staff add column address_hash text not null default '';
update staff set address_hash = email_hash where removed_at_ms = 0;
create index staff_by_address on staff (address_hash);

-- The second factor: a sealed secret, since when it counts (0: not shown to work yet), and the step of the last code taken.
alter table staff add column totp_enc text not null default '';
alter table staff add column totp_at_ms bigint not null default 0;
alter table staff add column totp_step bigint not null default 0;

create table recovery_code (
    code_hash text primary key,
    user_id text not null references staff (id)
);
create index recovery_code_by_user on recovery_code (user_id);

-- Whether owners and data-protection officers must have a second factor.
alter table tenant add column second_factor bigint not null default 0;

-- When whoever is signed in last proved who they are.
alter table session add column proof_at_ms bigint not null default 0;
create index session_by_user on session (user_id);

-- A browser in which somebody signed in before: strangers' failures do not keep it out.
create table staff_device (
    token_hash text primary key,
    user_id text not null references staff (id),
    seen_at_ms bigint not null
);
create index staff_device_by_user on staff_device (user_id);

-- Failed sign-ins in a row, by keyed hash of account and place.
create table sign_in_failure (
    key_hash text primary key,
    failures bigint not null,
    at_ms bigint not null
);

-- Who made a link, so that it goes with them, and whose password it resets.
alter table link add column id text not null default '';
alter table link add column created_by text not null default '';
alter table link add column created_at_ms bigint not null default 0;
alter table link add column user_id text not null default '';
update link set id = 'inv_' || substr(token_hash, 1, 24);
create index link_by_tenant on link (tenant_id);

-- What a key may do, as words divided by commas; `*` is what its role allows, without what needs a fresh proof. Keys of before
-- end a year after the last that was heard here.
alter table api_key add column scope text not null default '*';
alter table api_key add column expires_at_ms bigint not null default 0;
alter table api_key add column used_day bigint not null default 0;
update api_key set expires_at_ms = 31536000000 + coalesce((select max(at_ms) from audit), created_at_ms);
create index api_key_by_tenant on api_key (tenant_id);

create index audit_by_actor on audit (actor, seq);
create index audit_by_object on audit (object, seq);
create index audit_by_tenant on audit (tenant_id, seq);
