-- Who may sign in. The tables sessions, accounts, verifications and jwks belong to the built-in issuer.
create table users (
	id text primary key,
	-- Who vouches for this person ('tollgate' is the built-in issuer) and under which name.
	issuer text not null,
	subject text not null,
	email text,
	email_verified boolean not null default false,
	name text not null default '',
	image text,
	role text not null default 'user',
	stripe_customer_id text unique,
	subscription_status text,
	subscription_tier text,
	billing_version integer not null default 0,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	unique (issuer, subject)
);

create unique index users_built_in_email on users (email) where issuer = 'tollgate';

create table sessions (
	id text primary key,
	user_id text not null references users (id) on delete cascade,
	token text not null unique,
	expires_at timestamptz not null,
	ip_address text,
	user_agent text,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null
);

create index sessions_user on sessions (user_id);

create table accounts (
	id text primary key,
	user_id text not null references users (id) on delete cascade,
	account_id text not null,
	provider_id text not null,
	access_token text,
	refresh_token text,
	id_token text,
	access_token_expires_at timestamptz,
	refresh_token_expires_at timestamptz,
	scope text,
	password text,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null,
	unique (provider_id, account_id)
);

create index accounts_user on accounts (user_id);

create table verifications (
	id text primary key,
	identifier text not null,
	value text not null,
	expires_at timestamptz not null,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);

create index verifications_identifier on verifications (identifier);

create table jwks (
	id text primary key,
	public_key text not null,
	private_key text not null,
	created_at timestamptz not null,
	expires_at timestamptz,
	alg text,
	crv text
);
