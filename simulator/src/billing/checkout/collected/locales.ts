// The locales hosted pages can be asked for.
import { oneOf } from "../../core/params/params.ts";

/** Stripe's own list; "auto" leaves it to the browser. */
const locales = (
	"bg cs da de el en en-AU en-CA en-GB en-IE en-IN en-NZ en-SG es es-419 et fi fil fr fr-CA " +
	"hi-IN hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK " +
	"zh-TW"
).split(" ");

/** The parameter `locale`. */
export const locale = () => oneOf("auto", ...locales);
