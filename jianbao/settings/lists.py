"""The lists of data/ that an office keeps: what each is called, and what one of its entries consists of."""

TITLES = {
    "departments": "部门和单位",
    "people": "人物和职务",
    "brands": "品牌和专有名称",
    "topics": "专题",
    "columns": "栏目说明",
    "synonyms": "同义词",
    "figures": "首页的数字",
    "hotlines": "公开的热线",
    "districts": "地名",
    "suggest": "导入时的建议",
    "words": "常用词",
    "leaders": "领导职务",
    "pinyin": "读音更正",
}
"""File of data/ → what an officer calls it."""
