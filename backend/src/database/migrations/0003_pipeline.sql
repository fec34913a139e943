-- Why a lane is handled by itself and not folded with others: 'tied', 'failed', or 'fetch:<why>'.
alter table lanes add column apart text;

drop index lanes_due;
create index lanes_due on lanes (run_at) where run_at is not null and apart is null;
create index lanes_apart on lanes (run_at) where run_at is not null and apart is not null;

-- How it reached us: delivered by Stripe, or found in Stripe's own list of events.
alter table stripe_events add column received_by text not null default 'webhook'
	check (received_by in ('webhook', 'list'));
create index stripe_events_received on stripe_events (received_at);
create index stripe_events_dead on stripe_events (seq) where status = 'dead';

-- What is to be told to somebody: written with the change that causes it, done after, at least once.
create table outbox (
	id bigserial primary key,
	effect_key text not null unique,
	kind text not null check (kind in ('mail', 'webhook', 'task')),
	-- The mail's template, the webhook's type, or the task.
	name text not null,
	user_id text references users (id) on delete cascade,
	-- JSON.
	data text not null,
	status text not null default 'pending' check (status in ('pending', 'done', 'dead')),
	attempts integer not null default 0,
	run_at timestamptz not null default now(),
	locked_until timestamptz,
	last_error text,
	created_at timestamptz not null default now(),
	done_at timestamptz
);

create index outbox_due on outbox (run_at) where status = 'pending';

-- What runs by the clock, in one process at a time.
create table jobs (
	name text primary key,
	next_run_at timestamptz not null,
	locked_by text,
	locked_until timestamptz,
	last_run_at timestamptz,
	-- JSON: what the last run found, or how it failed.
	last_result text
);

-- Where a walk through one of Stripe's lists stands.
create table cursors (
	name text primary key,
	position text not null,
	updated_at timestamptz not null default now()
);

-- A tier given without a subscription. No sync touches it.
create table grants (
	id text primary key,
	user_id text not null references users (id) on delete cascade,
	tier_name text not null,
	-- Who gave it, and why.
	actor text not null,
	reason text not null,
	starts_at timestamptz not null,
	ends_at timestamptz,
	revoked_at timestamptz,
	created_at timestamptz not null default now()
);

create index grants_user on grants (user_id);

-- JSON: every item, since a subscription may have several. The columns beside it are those of the
-- item that gives the tier.
alter table subscriptions add column items text not null default '[]';
create index subscriptions_live on subscriptions (current_period_ends_at)
	where status not in ('canceled', 'incomplete_expired');
