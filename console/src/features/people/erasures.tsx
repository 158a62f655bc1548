/** What was erased, who outside has to hear of it, and what a law still holds. */
import { Loader, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, type Me, type Order } from "../../api";
import { useWords } from "../../i18n";
import { Fault } from "../../parts";
import { LINE } from "./parts";
import { ReceiptHead, ReceiptView, useErasures } from "./receipt";
import { Receivers } from "./recipients";

export function Erasures({ me }: { me: Me }) {
  const { t } = useWords();
  return (
    <div className="grid" style={{ alignItems: "start" }}>
      <Stack>
        <Title order={2} size="h4">
          {t("erasures")}
        </Title>
        <Receipts />
      </Stack>
      <Stack>
        <Title order={2} size="h4">
          {t("receivers")}
        </Title>
        <Receivers />
        {me.may.includes("held_read") && (
          <>
            <Title order={2} size="h4" mt="md">
              {t("held_orders")}
            </Title>
            <Held />
          </>
        )}
      </Stack>
    </div>
  );
}

function Receipts() {
  const { t } = useWords();
  const list = useErasures();
  if (list.error) return <Fault error={list.error} retry={() => list.refetch()} />;
  if (!list.data) return <Loader />;
  if (list.data.length === 0) return <div className="card">{t("no_erasures")}</div>;
  return list.data.map(({ signed, receipt: r }, i) => (
    <details className="card" key={r.id} open={i === 0}>
      <summary style={{ cursor: "pointer" }}>
        <div style={{ display: "inline-block", verticalAlign: "top", width: "calc(100% - 24px)" }}>
          <ReceiptHead receipt={r} />
        </div>
      </summary>
      <div style={{ marginTop: 12 }}>
        <ReceiptView signed={signed} />
      </div>
    </details>
  ));
}

/** Orders of people who are erased. */
function Held() {
  const { t, say, any, date, price } = useWords();
  const list = useQuery({ queryKey: ["held"], queryFn: () => api<Order[]>("/orders/held") });
  if (list.error) return <Fault error={list.error} retry={() => list.refetch()} />;
  if (!list.data) return <Loader />;
  if (list.data.length === 0) return <div className="card">{t("held_orders_none")}</div>;
  return (
    <div className="card">
      <div className="quiet" style={{ marginBottom: 8 }}>
        {t("held_orders_def")}
      </div>
      {list.data.map((o) => (
        <div key={o.id} style={{ ...LINE, display: "grid", gridTemplateColumns: "minmax(0, 1fr) auto", columnGap: 12 }}>
          <span>{o.number}</span>
          <span>{price(o.total_minor, o.currency)}</span>
          <div className="quiet" style={{ gridColumn: "1 / -1" }}>
            {date(o.at)} · {any(`statute_${o.law}`)} · {say("held_goes", { date: date(o.held_until) })}
          </div>
        </div>
      ))}
    </div>
  );
}
