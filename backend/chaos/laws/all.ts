// Every law there is.
import { deriveLaws } from "./derive-laws.ts";
import { handlerLaws } from "./handler-laws.ts";
import { joinLaws } from "./join-laws.ts";
import type { Law } from "./law.ts";
import { lifeLaws } from "./life-laws.ts";

export const laws: readonly Law[] = [...joinLaws, ...lifeLaws, ...deriveLaws, ...handlerLaws];
