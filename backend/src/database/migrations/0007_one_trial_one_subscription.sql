-- By what a person is known again: 'email:<hash>' or 'card:<fingerprint>'. Without a foreign key:
-- the mark outlives the account.
create table trial_marks (
	mark text primary key,
	user_id text not null,
	-- Held for a session that was opened; the trial itself begins with started_at.
	reserved_at timestamptz not null,
	started_at timestamptz
);

create index trial_marks_user on trial_marks (user_id);

-- Trials whose card was looked at, and what came of it.
create table trial_checks (
	stripe_subscription_id text primary key,
	verdict text not null check (verdict in ('first', 'again')),
	checked_at timestamptz not null default now()
);

-- Second subscriptions that were bought although one was held.
create table duplicates (
	stripe_subscription_id text primary key,
	kept_subscription_id text not null,
	user_id text not null,
	action text not null check (action in ('canceled', 'reported')),
	refunded_amount bigint not null,
	currency text not null,
	resolved_at timestamptz not null default now()
);

-- Customers that were deleted in Stripe: their late events find nobody.
create table former_customers (
	stripe_customer_id text primary key,
	user_id text not null references users (id) on delete cascade,
	ended_at timestamptz not null default now()
);

create index former_customers_user on former_customers (user_id);

-- Since when a customer is being made: after a day Stripe forgets the key that would find it again.
alter table users add column customer_asked_at timestamptz;
