// The backend's public face: the types of its replies, for clients that import nothing else.
import type { z } from "zod";
import type * as shapes from "./shapes.ts";

export type ErrorReply = z.infer<typeof shapes.errorReply>;
export type CreateCheckoutRequest = z.infer<typeof shapes.createCheckoutRequest>;
export type CheckoutSessionReply = z.infer<typeof shapes.checkoutSessionReply>;
export type CreatePortalRequest = z.infer<typeof shapes.createPortalRequest>;
export type PortalSessionReply = z.infer<typeof shapes.portalSessionReply>;
export type CheckoutConfirmationReply = z.infer<typeof shapes.checkoutConfirmationReply>;
export type TiersReply = z.infer<typeof shapes.tiersReply>;
export type Tier = z.infer<typeof shapes.tier>;
export type TierPrice = z.infer<typeof shapes.tierPrice>;
export type TierAction = TierPrice["action"];
export type BillingReply = z.infer<typeof shapes.billingReply>;
export type BillingSubscription = z.infer<typeof shapes.billingSubscription>;
