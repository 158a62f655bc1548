/** What a person bought, and until when which law holds it. */

import type { Order } from "../../api/types";
import { Section } from "../../parts/section";
import { useWords } from "./words";

export function Orders({ orders }: { orders: Order[] }) {
  const { t, say, any, date, price } = useWords();
  return (
    <Section order={3} head={t("orders")}>
      {orders.length === 0 && <div className="quiet">{t("orders_none")}</div>}
      {orders.map((o) => (
        <div key={o.id} className="lined amount">
          <span>
            {o.number}: {o.lines.join(", ")}
          </span>
          <span>{price(o.total_minor, o.currency)}</span>
          <div className="quiet">
            {date(o.at)} ·{" "}
            {o.held_until > 0
              ? `${say("held_until", { date: date(o.held_until) })} (${any(`statute_${o.law}`)})`
              : t("held_not")}
          </div>
        </div>
      ))}
    </Section>
  );
}
