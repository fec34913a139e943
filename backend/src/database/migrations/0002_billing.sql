-- Prices we have ever sold, so that a price that left the catalogue keeps its tier.
create table prices (
	price_id text primary key,
	lookup_key text not null,
	tier_name text not null,
	interval text not null,
	currency text not null,
	unit_amount bigint not null,
	on_sale boolean not null,
	updated_at timestamptz not null default now()
);

-- One row per customer (or user at Checkout): the lock, and the mark that work waits.
-- epoch rises with every holder: a write of an earlier holder is refused by it.
create table lanes (
	lane text primary key,
	version integer not null default 0,
	run_at timestamptz,
	failures integer not null default 0,
	locked_by text,
	locked_until timestamptz,
	epoch integer not null default 0
);

create index lanes_due on lanes (run_at) where run_at is not null;

-- The inbox. The payload keeps the bytes that Stripe signed.
create table stripe_events (
	seq bigserial primary key,
	event_id text not null unique,
	type text not null,
	api_version text,
	created_at timestamptz not null,
	lane text,
	payload text not null,
	status text not null check (status in ('pending', 'applied', 'ignored', 'dead')),
	outcome text,
	attempts integer not null default 0,
	last_error text,
	received_at timestamptz not null default now(),
	processed_at timestamptz
);

-- Uncompressed: compressing costs the database more than the disk it saves.
alter table stripe_events alter column payload set storage external;

create index stripe_events_pending on stripe_events (lane, seq) where status = 'pending';

create table subscriptions (
	stripe_subscription_id text primary key,
	stripe_customer_id text not null,
	status text not null,
	price_id text,
	tier_name text,
	quantity integer not null,
	currency text not null,
	interval text,
	unit_amount bigint,
	started_at timestamptz not null,
	trial_starts_at timestamptz,
	trial_ends_at timestamptz,
	current_period_starts_at timestamptz,
	current_period_ends_at timestamptz,
	cancels_at timestamptz,
	canceled_at timestamptz,
	ended_at timestamptz,
	-- When this was seen, in Stripe's seconds: see domain/observation.ts.
	observed_lo bigint not null,
	observed_hi bigint not null,
	updated_at timestamptz not null default now()
);

create index subscriptions_customer on subscriptions (stripe_customer_id);

-- One attempt to subscribe, stored before Stripe is asked: its id is the idempotency key.
create table checkout_attempts (
	id text primary key,
	user_id text not null references users (id) on delete cascade,
	price_id text not null,
	tier_name text not null,
	trial_days integer not null,
	status text not null check (status in ('opening', 'open', 'complete', 'expired')),
	stripe_session_id text unique,
	url text,
	expires_at timestamptz,
	created_at timestamptz not null default now()
);

create unique index checkout_attempts_one_open on checkout_attempts (user_id)
	where status in ('opening', 'open');

-- One trial per person, ever.
create table trials (
	user_id text primary key references users (id) on delete cascade,
	stripe_subscription_id text not null,
	started_at timestamptz not null
);

create table audit (
	id bigserial primary key,
	user_id text not null references users (id) on delete cascade,
	at timestamptz not null default now(),
	-- 'events:evt_…,evt_…' or 'fetch:<why>'.
	cause text not null,
	subscription_id text,
	status_before text,
	status_after text,
	tier_before text,
	tier_after text
);

create index audit_user on audit (user_id, id);
