// Finds a Chromium that really starts on this machine, for the browser stories and the screenshots.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";

const modules = join(import.meta.dirname, "../node_modules");

/** Arguments under which Chromium starts as root, in a container and without a graphics card. */
export const browserArguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];

const systemBrowsers = [
	"/usr/bin/chromium",
	"/usr/bin/chromium-browser",
	"/usr/bin/google-chrome",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/**
 * Path of a Chromium that was started once to prove it. In order: `CHROMIUM_PATH`, the system's, one
 * that Playwright installed, the build shipped through npm. Throws a sentence that says what to do.
 */
export async function browserPath(): Promise<string> {
	const chosen = process.env.CHROMIUM_PATH;
	if (chosen) {
		const problem = await launchProblem(chosen);
		if (problem) throw new Error(`CHROMIUM_PATH=${chosen} does not start: ${problem}`);
		return chosen;
	}
	for (const path of [...systemBrowsers, chromium.executablePath()]) {
		if (existsSync(path) && !(await launchProblem(path))) return path;
	}
	const problem =
		process.platform === "linux" && process.arch === "x64"
			? await launchProblem(await unpackedChromium())
			: `the npm package holds no build for ${process.platform}-${process.arch}`;
	if (!problem) return unpackedChromium();
	throw new Error(
		`No Chromium starts here (${problem}). Set CHROMIUM_PATH, or run: npx playwright install chromium`,
	);
}

async function launchProblem(executablePath: string): Promise<string | null> {
	try {
		const browser = await chromium.launch({ executablePath, args: browserArguments });
		await browser.close();
		return null;
	} catch (error) {
		return String(error).split("\n")[0] ?? "unknown";
	}
}

// The package unpacks into the temporary folder and takes whatever lies there already, also another
// version or half a file. So each version gets its own folder, filled aside and renamed when whole.
async function unpackedChromium(): Promise<string> {
	const manifest = readFileSync(join(modules, "@sparticuz/chromium/package.json"), "utf8");
	const { version } = JSON.parse(manifest);
	const folder = join(modules, ".cache", `chromium-${version}`);
	if (!existsSync(folder)) await unpackInto(folder);
	writeFileSync(join(folder, "fonts.conf"), fontSettings(join(folder, "fonts")));
	// Its own libraries and fonts, so that a bare server without libnss3 or any font will do.
	process.env.LD_LIBRARY_PATH = join(folder, "al2023/lib");
	process.env.FONTCONFIG_FILE = join(folder, "fonts.conf");
	return join(folder, "chromium");
}

async function unpackInto(folder: string): Promise<void> {
	const aside = `${folder}.${process.pid}`;
	mkdirSync(aside, { recursive: true });
	const before = { TMPDIR: process.env.TMPDIR, runtime: process.env.AWS_LAMBDA_JS_RUNTIME };
	const { default: packaged } = await import("@sparticuz/chromium");
	process.env.TMPDIR = aside;
	// This name makes the package unpack its shared libraries too.
	process.env.AWS_LAMBDA_JS_RUNTIME = "nodejs24.x";
	try {
		await packaged.executablePath();
	} finally {
		restore("TMPDIR", before.TMPDIR);
		restore("AWS_LAMBDA_JS_RUNTIME", before.runtime);
	}
	try {
		renameSync(aside, folder);
	} catch {
		// Another process was faster; its copy is as good.
		rmSync(aside, { recursive: true, force: true });
	}
}

// The packaged settings name folders that exist on one hosting provider alone: pages come out blank.
function fontSettings(fonts: string): string {
	const dirs = [fonts, "/usr/share/fonts"].map((dir) => `<dir>${dir}</dir>`).join("");
	const aliases = ["sans-serif", "system-ui"]
		.map(
			(name) =>
				`<alias><family>${name}</family><prefer><family>Open Sans</family></prefer></alias>`,
		)
		.join("");
	const cache = `<cachedir>${fonts}-cache</cachedir>`;
	return `<?xml version="1.0"?><fontconfig>${dirs}${aliases}${cache}</fontconfig>`;
}

function restore(name: string, value: string | undefined): void {
	if (value === undefined) delete process.env[name];
	else process.env[name] = value;
}
