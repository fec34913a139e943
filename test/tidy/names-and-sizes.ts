// Rules on what a file may be called and how long it may grow.
import { posix } from "node:path";
import { codeFiles, type SourceFile } from "./repository.ts";

const empty = new Set(
	"utils util helpers helper common lib shared types interfaces constants manager service index".split(
		" ",
	),
);

/** Names that say nothing about what is inside. */
export function nameViolations(files: readonly SourceFile[]): string[] {
	return codeFiles(files).flatMap(({ path }) => {
		const parts = path.split("/").map((part) => part.replace(/\..*$/, ""));
		const bad = parts.find((part) => empty.has(part));
		return bad ? [`${path}: "${bad}" says nothing about what is inside.`] : [];
	});
}

export const maxLines = 250;

/** Files of more than 250 lines that are not blank. */
export function sizeViolations(files: readonly SourceFile[]): string[] {
	return codeFiles(files).flatMap(({ path, text }) => {
		const lines = text.split("\n").filter((line) => line.trim() !== "").length;
		return lines > maxLines ? [`${path} has ${lines} lines; ${maxLines} is the limit.`] : [];
	});
}

/** Files that do not say in their first line what they are for; tests say it by their names. */
export function purposeViolations(files: readonly SourceFile[]): string[] {
	return codeFiles(files)
		.filter(({ path }) => !path.endsWith(".test.ts"))
		.filter(
			({ text }) => !/^(#!.*\n)?(\/\/ \S|\/\*)|^"use (client|server)";\n+(\/\/ \S|\/\*)/.test(text),
		)
		.map(({ path }) => `${path} does not open with its purpose.`);
}

const maxRoomReadme = 40;

/** Rooms (folders right under a workspace's src, of two files or more) without a short README. */
export function roomViolations(files: readonly SourceFile[]): string[] {
	const rooms = new Map<string, number>();
	for (const { path } of codeFiles(files)) {
		const room = /^[a-z]+\/src\/[^/]+(?=\/)/.exec(path)?.[0];
		if (room) rooms.set(room, (rooms.get(room) ?? 0) + 1);
	}
	return [...rooms]
		.filter(([, count]) => count > 1)
		.flatMap(([room]) => {
			const readme = files.find(({ path }) => path === posix.join(room, "README.md"));
			if (!readme) return [`${room} has no README.md.`];
			const lines = readme.text.trimEnd().split("\n").length;
			return lines > maxRoomReadme
				? [`${room}/README.md has ${lines} lines; 40 is the limit.`]
				: [];
		});
}

/** Migrations that leave a gap, share a number or are not named like `0007_add_seat_count.sql`. */
export function migrationViolations(files: readonly SourceFile[]): string[] {
	const names = files
		.filter(({ path }) => path.startsWith("backend/src/database/migrations/"))
		.map(({ path }) => posix.basename(path))
		.filter((name) => name.endsWith(".sql"))
		.toSorted();
	return names.flatMap((name, index) => {
		const expected = String(index + 1).padStart(4, "0");
		const good = /^\d{4}_[a-z0-9]+(_[a-z0-9]+)*\.sql$/.test(name) && name.startsWith(expected);
		return good ? [] : [`${name} should be ${expected}_<words>.sql.`];
	});
}

export const maxFilesOfFolder = 15;

/** Folders of more than 15 code files that do not lie in folders below, under one of the tops. */
export function folderViolations(files: readonly SourceFile[], tops: readonly string[]): string[] {
	const counts = new Map<string, number>();
	for (const { path } of codeFiles(files)) {
		const folder = posix.dirname(path);
		if (!tops.some((top) => folder === top || folder.startsWith(`${top}/`))) continue;
		counts.set(folder, (counts.get(folder) ?? 0) + 1);
	}
	return [...counts]
		.filter(([, count]) => count > maxFilesOfFolder)
		.map(([folder, count]) => `${folder} holds ${count} files; ${maxFilesOfFolder} is the limit.`);
}
