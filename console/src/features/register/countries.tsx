/** Countries, as ISO 3166-1 alpha-2: what goes outside the EEA is a transfer. */
import { MultiSelect } from "@mantine/core";
import type { ComponentProps } from "react";
import { useWords } from "./words";

const EEA = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split(" ");

const OUTSIDE =
  `AD AE AF AG AI AL AM AO AQ AR AS AU AW AX AZ BA BB BD BF BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH
  CI CK CL CM CN CO CR CU CV CW CX DJ DM DO DZ EC EG EH ER ET FJ FK FM FO GA GB GD GE GG GH GI GL GM GN GQ GS GT GU GW
  GY HK HM HN HT ID IL IM IN IO IQ IR JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LK LR LS LY MA MC MD ME MG
  MH MK ML MM MN MO MP MR MS MU MV MW MX MY MZ NA NC NE NF NG NI NP NR NU NZ OM PA PE PF PG PH PK PM PN PR PS PW PY QA
  RS RU RW SA SB SC SD SG SH SJ SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
  UM US UY UZ VA VC VE VG VI VN VU WF WS YE ZA ZM ZW`.split(/\s+/);

/** As choices, by name; those of the EEA too where `all`. */
export function useCountries(all: boolean) {
  const { country, locale } = useWords();
  const codes = all ? [...EEA, ...OUTSIDE] : OUTSIDE;
  const named = codes.map((code) => ({ value: code, label: `${country(code)} (${code})` }));
  return named.sort((a, b) => a.label.localeCompare(b.label, locale));
}

export function Countries({ all, given }: { all: boolean; given: ComponentProps<typeof MultiSelect> }) {
  const { t } = useWords();
  const data = useCountries(all);
  return (
    <MultiSelect
      searchable
      hidePickedOptions
      // More than two hundred: they are there when they are looked for.
      comboboxProps={{ keepMounted: false }}
      nothingFoundMessage={t("rg_none_found")}
      data={data}
      {...given}
    />
  );
}
