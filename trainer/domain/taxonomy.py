"""The codes cases are filed under (`syllabus.md` §4): industries, problem types, risk, horizon."""

from __future__ import annotations

from types import MappingProxyType

from trainer.domain.programme import Text

INDUSTRIES = MappingProxyType(
    {
        "I01": Text("制造", "Manufacturing"),
        "I02": Text("批发贸易", "Wholesale and trading"),
        "I03": Text("零售", "Retail"),
        "I04": Text("电商直播", "E-commerce and livestream"),
        "I05": Text("餐饮", "Catering"),
        "I06": Text("建筑安装", "Construction and installation"),
        "I07": Text("软件科技", "Software and technology"),
        "I08": Text("商务服务", "Business services"),
        "I09": Text("人力资源", "HR services"),
        "I10": Text("物流运输", "Logistics"),
        "I11": Text("房产租赁物业", "Property leasing and management"),
        "I12": Text("进出口跨境", "Import, export and cross-border"),
    }
)

PROBLEMS = MappingProxyType(
    {
        "P01": Text("税负与留抵异常", "Abnormal VAT burden or credit"),
        "P02": Text("进项抵扣", "Input credit"),
        "P03": Text("开票与红冲", "Issuing and red-letter invoices"),
        "P04": Text("异常凭证", "Abnormal vouchers"),
        "P05": Text("申报期限与小税种", "Filing, deadlines and minor taxes"),
        "P06": Text("优惠适用", "Eligibility for preferences"),
        "P07": Text("汇算清缴调整", "Corporate income tax adjustments"),
        "P08": Text("股东往来", "Shareholder funds"),
        "P09": Text("股权与出资", "Equity and capital"),
        "P10": Text("重组与注销", "Restructuring and exit"),
        "P11": Text("薪酬个税与社保", "Payroll, income tax and social insurance"),
        "P12": Text("劳动用工", "Labour relations"),
        "P13": Text("稽查、处罚与信用", "Inspection, penalty and credit"),
        "P14": Text("工商登记与年报", "Registration and annual report"),
        "P15": Text("服务质量与数据", "Service quality and data protection"),
        "P16": Text("跨境支付", "Cross-border payments"),
    }
)

RISKS = MappingProxyType({"R1": Text("一般风险", "General risk"), "R2": Text("重大风险", "Major risk")})

HORIZONS = MappingProxyType(
    {"H1": Text("短期应对", "Short-term response"), "H2": Text("长期优化", "Long-term optimisation")}
)

TOPICS = MappingProxyType(
    {
        "P01": ("VAT-16", "VAT-22"),
        "P02": ("VAT-11", "VAT-12", "VAT-13", "VAT-19", "VAT-21", "INV-05"),
        "P03": ("VAT-04", "VAT-09", "VAT-14", "INV-01", "INV-02", "INV-03", "INV-07", "INV-10"),
        "P04": ("INV-04", "INV-06", "INV-09"),
        "P05": ("VAT-05", "VAT-06", "VAT-15", "VAT-23", "OTH-01", "OTH-02", "OTH-03", "OTH-06", "COL-02", "COL-18"),
        "P06": ("VAT-07", "VAT-08", "VAT-09", "VAT-10", "VAT-20", "CIT-02", "CIT-03", "CIT-04", "OTH-04", "OTH-05"),
        "P07": ("CIT-05", "CIT-06", "CIT-07", "CIT-08", "CIT-09", "CIT-16"),
        "P08": ("IIT-06", "IIT-07", "IIT-12"),
        "P09": ("IIT-08", "IIT-09", "IIT-10", "COM-01", "COM-02", "COM-03", "COM-04", "COM-05"),
        "P10": ("CIT-10", "CIT-11", "CIT-12", "COM-09", "COM-10", "COL-17"),
        "P11": ("IIT-01", "IIT-02", "IIT-03", "IIT-04", "IIT-05", "IIT-15", "LAB-04", "LAB-05", "LAB-06", "LAB-09"),
        "P12": ("LAB-01", "LAB-02", "LAB-03", "LAB-07", "LAB-08"),
        "P13": ("COL-01", "COL-03", "COL-04", "COL-05", "COL-09", "COL-10", "COL-12", "COL-13", "COL-14", "COL-15"),
        "P14": ("COM-06", "COM-07", "COM-08", "COM-11", "COM-12"),
        "P15": ("COL-16", "PRO-01", "PRO-02", "PRO-03", "PRO-06", "PRO-07", "PRO-08"),
        "P16": ("VAT-17", "CIT-01", "CIT-14", "CIT-15"),
    }
)
"""Which rules a problem type is about. A problem type that shares a rule with a case can be argued for, so it is never
offered as a wrong answer to «what kind of case is this?»."""

TOO_GENERAL = frozenset(
    {"VAT-01", "VAT-02", "VAT-03", "VAT-15", "VAT-20", "CIT-01", "CIT-07", "IIT-01", "IIT-15", "INV-01", "OTH-03"}
    | {"COL-11", "PRO-01", "PRO-06"}
)
"""Rules so wide (a whole law, the rates, the calendar) that they can be argued to govern almost any case: never
offered as a wrong answer to «which rule governs this case?»."""
