// The parameters that every list takes.
import { integer, text, type Values } from "../../billing/core/params/params.ts";

export const pageParams = { limit: integer(1), starting_after: text(), ending_before: text() };
export type PageParams = Values<typeof pageParams>;
