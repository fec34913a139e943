// How long the work of a killed or frozen process waits: seen by a trigger, from inside the database.
import type pg from "pg";

/** `waitedMs`: from the death (or the freezing) of the holder until somebody else took its lane. */
export interface Takeover {
	lane: string;
	holder: string;
	waitedMs: number;
	workDue: boolean;
}

const watch = `
create schema chaos;
create table chaos.holders (holder text primary key, instance text not null);
create table chaos.takeovers (
	lane text not null, holder text not null, leased_at timestamptz not null,
	taken_at timestamptz not null, work_due boolean not null);
create function chaos.see_lane() returns trigger language plpgsql as $$
begin
	if new.locked_by is not null and (tg_op = 'INSERT' or new.epoch <> old.epoch) then
		insert into chaos.holders values (new.locked_by, current_setting('application_name'))
			on conflict do nothing;
	end if;
	if tg_op = 'UPDATE' and old.locked_by is not null and new.epoch <> old.epoch
		and new.locked_by is distinct from old.locked_by then
		insert into chaos.takeovers values (old.lane, old.locked_by,
			old.locked_until - interval '25 seconds', clock_timestamp(), old.run_at is not null);
	end if;
	return new;
end $$;
create trigger see_lane before insert or update on lanes
	for each row execute function chaos.see_lane();`;

export async function watchTakeovers(client: pg.Client): Promise<void> {
	await client.query(watch);
}

/** `gone`: when process instances were killed or frozen, in milliseconds since 1970. */
export async function readTakeovers(
	client: pg.Client,
	gone: readonly { instance: string; atMs: number }[],
): Promise<Takeover[]> {
	const { rows } = await client.query<{
		lane: string;
		instance: string;
		leased_ms: number;
		taken_ms: number;
		work_due: boolean;
	}>(`select lane, instance, work_due,
			(extract(epoch from leased_at) * 1000)::float8 as leased_ms,
			(extract(epoch from taken_at) * 1000)::float8 as taken_ms
		from chaos.takeovers join chaos.holders using (holder) order by taken_at`);
	return rows.map(({ lane, instance, leased_ms, taken_ms, work_due }) => {
		const ends = gone.filter((one) => one.instance === instance && one.atMs <= taken_ms);
		// A statement that was under way at the death may have leased it after.
		const sinceMs = Math.max(leased_ms, ...ends.map(({ atMs }) => atMs));
		const waitedMs = Math.round(taken_ms - sinceMs);
		return { lane, holder: instance, waitedMs, workDue: work_due };
	});
}
