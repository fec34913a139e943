// Serves the pages' style sheet, script and icon.
import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import { assetPath } from "./layout.ts";

interface Asset {
	name: string;
	type: string;
	/** Files of `assets/` in the order in which they are joined; later styles win. */
	parts: readonly string[];
}

const assets: readonly Asset[] = [
	{
		name: "checkout.css",
		type: "text/css; charset=utf-8",
		parts: [
			"base/tokens.css",
			"base/base.css",
			"base/buttons.css",
			"customer/checkout.css",
			"customer/card-form.css",
			"customer/test-cards.css",
			"customer/notice.css",
			"base/panels.css",
			"customer/portal.css",
			"customer/portal-details.css",
			"customer/choices.css",
			"customer/invoice.css",
		],
	},
	{
		name: "console.css",
		type: "text/css; charset=utf-8",
		parts: [
			"base/tokens.css",
			"base/base.css",
			"base/buttons.css",
			"base/panels.css",
			"console/console.css",
			"console/console-data.css",
		],
	},
	{ name: "console.js", type: "text/javascript; charset=utf-8", parts: ["console/console.js"] },
	{ name: "checkout.js", type: "text/javascript; charset=utf-8", parts: ["customer/checkout.js"] },
	{ name: "icon.svg", type: "image/svg+xml", parts: ["icon.svg"] },
];

/** Each file is read once, at the start: a missing one stops the program instead of a page. */
export function registerAssets(scope: FastifyInstance): void {
	for (const { name, type, parts } of assets) {
		const content = parts.map(readAsset).join("");
		scope.get(`${assetPath}/${name}`, (_request, reply) => reply.type(type).send(content));
	}
}

function readAsset(name: string): string {
	return readFileSync(new URL(`./assets/${name}`, import.meta.url), "utf8");
}
