/** What was erased, who outside has to hear of it, and what a law still holds. */
import { Loader, Stack, Title } from "@mantine/core";
import { api } from "../../api/client";
import type { Me } from "../../api/types";
import { Empty } from "../../parts/empty";
import { Fault } from "../../parts/fault";
import { ReceiptHead, ReceiptView } from "./receipt";
import { useErasures } from "./receipts";
import { Receivers } from "./recipients";
import { useWords } from "./words";

export function Erasures({ me }: { me: Me }) {
  const { t } = useWords();
  return (
    <div className="grid start">
      <Stack>
        <Title order={2} className="part-head">
          {t("erasures")}
        </Title>
        <Receipts />
      </Stack>
      <Stack>
        <Title order={2} className="part-head">
          {t("receivers")}
        </Title>
        <Receivers />
        {me.may.includes("held_read") && (
          <>
            <Title order={2} className="part-head" mt="md">
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
  if (!list.receipts) return <Loader />;
  if (list.receipts.length === 0)
    return (
      <Empty>
        <p>{t("no_erasures")}</p>
      </Empty>
    );
  return list.receipts.map(({ signed, receipt: r }, i) => (
    <details className="card" key={r.id} open={i === 0}>
      <summary>
        <div className="head-beside">
          <ReceiptHead receipt={r} />
        </div>
      </summary>
      <div className="gap-top-s">
        <ReceiptView signed={signed} />
      </div>
    </details>
  ));
}

/** Orders of people who are erased. */
function Held() {
  const { t, say, any, date, price } = useWords();
  const list = api.useQuery("get", "/orders/held");
  if (list.error) return <Fault error={list.error} retry={() => list.refetch()} />;
  if (!list.data) return <Loader />;
  if (list.data.length === 0) return <div className="card">{t("held_orders_none")}</div>;
  return (
    <div className="card">
      <div className="quiet gap-bottom">{t("held_orders_def")}</div>
      {list.data.map((o) => (
        <div key={o.id} className="lined amount">
          <span>{o.number}</span>
          <span>{price(o.total_minor, o.currency)}</span>
          <div className="quiet">
            {date(o.at)} · {any(`statute_${o.law}`)} · {say("held_goes", { date: date(o.held_until) })}
          </div>
        </div>
      ))}
    </div>
  );
}
