// The import scanner on which the build stamp and the tidy rules stand.
import { expect, test } from "vitest";
import { codeOnly, importsOf } from "../../scripts/imports.ts";

const specifiers = (source: string) => importsOf(source).map(({ specifier }) => specifier);

test.each([
	['import a from "./a.ts";', ["./a.ts"]],
	["import { type F, g } from './f.ts';", ["./f.ts"]],
	['import {\n\tJ,\n} from "node:j";', ["node:j"]],
	['import "./side.ts"; export * from "./h.ts";', ["./side.ts", "./h.ts"]],
	['const x = await import("./dyn.ts");', ["./dyn.ts"]],
	['// import b from "b"\n/* import c from "c" */', []],
	["const s = 'import d from \"d\"';", []],
	['const t = `import z from "z" ${f("import(1)")}`;', []],
	['export const from = 1; obj.import("no"); const y = from("zz");', []],
	['const r = /["\'`]/; import k from "k";', ["k"]],
	['const q = a / b; import k from "k"; const p = c / d;', ["k"]],
])("reads %s", (source, expected) => {
	expect(specifiers(source)).toEqual(expected);
});

test("tells imports of types from those that stay", () => {
	const source = 'import type { E } from "e"; export type { I } from "i"; import f from "f";';
	expect(importsOf(source).map(({ typeOnly }) => typeOnly)).toEqual([true, true, false]);
});

test("keeps the code inside a template and drops its text", () => {
	const source = "`a Date.now() ${ Date.now() + `in ${ Math.random() } x` } b`";
	const code = codeOnly(source);
	expect(code.match(/Date\.now/g)).toHaveLength(1);
	expect(code).toContain("Math.random()");
	expect(code).toHaveLength(source.length);
});
