/** How many people there is data of, beside the field that asks about how many a breach reaches. */
import { api } from "../../api/client";
import { useWords } from "./words";

export function Held({ hint }: { hint: string }) {
  const { say, n } = useWords();
  const held = api.useQuery("get", "/register/held").data;
  if (!held) return hint;
  const values = {
    people: n(held.people),
    email: n(held.with_email),
    phone: n(held.with_phone),
    buyers: n(held.with_orders),
    orders: n(held.orders),
  };
  return `${hint} ${say("rg_held", values)}`.trim();
}
