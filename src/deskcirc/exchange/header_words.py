"""The words school libraries, dealers and school offices write above their columns, in Chinese and English."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from deskcirc.text import marked


class Column(StrEnum):
    """What a column of a stock list or a roster can mean."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    PARALLEL_TITLE = "parallel-title"
    VOLUME = "volume"
    AUTHOR = "author"
    OTHER_AUTHORS = "other-authors"
    EDITION = "edition"
    PLACE = "place"
    PUBLISHER = "publisher"
    PUBLISHED = "published"
    ISBN = "isbn"
    PRICE = "price"
    PAGES = "pages"
    SIZE = "size"
    BINDING = "binding"
    ACCOMPANYING = "accompanying"
    SERIES = "series"
    LANGUAGE = "language"
    AUDIENCE = "audience"
    SUBJECTS = "subjects"
    SUMMARY = "summary"
    CLASS_NUMBER = "class-number"
    BOOK_NUMBER = "book-number"
    CALL_NUMBER = "call-number"
    ITEM_TYPE = "item-type"
    COPY_COUNT = "copy-count"
    ACCESSION_NUMBER = "accession-number"
    BARCODE = "barcode"
    LOCATION = "location"
    ACQUIRED = "acquired"
    SOURCE = "source"
    OTHER_ISBNS = "other-isbns"
    ISSN = "issn"
    UNIFIED_NUMBER = "unified-number"
    KIND = "kind"
    SET_NAME = "set-name"
    COPY_VOLUME = "copy-volume"
    COPY_PRICE = "copy-price"
    COPY_CALL_NUMBER = "copy-call-number"
    COPY_NOTE = "copy-note"

    NAME = "name"
    STUDENT_NUMBER = "student-number"
    REGISTER_NUMBER = "register-number"
    CARD = "card"
    GENDER = "gender"
    GRADE = "grade"
    CLASS = "class"
    UNIT = "unit"
    ENTRY_YEAR = "entry-year"
    CATEGORY = "category"
    EXPIRES = "expires"
    LOAN_LIMIT = "loan-limit"
    LENDING_RIGHT = "lending-right"

    NOTE = "note"


COLUMN_NAMES: Final = {
    Column.TITLE: marked("Title"),
    Column.SUBTITLE: marked("Subtitle"),
    Column.PARALLEL_TITLE: marked("Parallel title"),
    Column.VOLUME: marked("Volume"),
    Column.AUTHOR: marked("Author"),
    Column.OTHER_AUTHORS: marked("Other authors"),
    Column.EDITION: marked("Edition"),
    Column.PLACE: marked("Place of publication"),
    Column.PUBLISHER: marked("Publisher"),
    Column.PUBLISHED: marked("Published"),
    Column.ISBN: marked("ISBN"),
    Column.PRICE: marked("Price"),
    Column.PAGES: marked("Pages"),
    Column.SIZE: marked("Size"),
    Column.BINDING: marked("Binding"),
    Column.ACCOMPANYING: marked("Accompanying material"),
    Column.SERIES: marked("Series"),
    Column.LANGUAGE: marked("Language"),
    Column.AUDIENCE: marked("Readership"),
    Column.SUBJECTS: marked("Subjects"),
    Column.SUMMARY: marked("Summary"),
    Column.CLASS_NUMBER: marked("Class number"),
    Column.BOOK_NUMBER: marked("Book number"),
    Column.CALL_NUMBER: marked("Call number"),
    Column.ITEM_TYPE: marked("Item type"),
    Column.COPY_COUNT: marked("Number of copies"),
    Column.ACCESSION_NUMBER: marked("Accession number"),
    Column.BARCODE: marked("Barcode"),
    Column.LOCATION: marked("Location"),
    Column.ACQUIRED: marked("Acquired on"),
    Column.SOURCE: marked("Source"),
    Column.OTHER_ISBNS: marked("Other ISBNs"),
    Column.ISSN: marked("ISSN"),
    Column.UNIFIED_NUMBER: marked("Book number before 1988"),
    Column.KIND: marked("Kind of title"),
    Column.SET_NAME: marked("Set"),
    Column.COPY_VOLUME: marked("Volume of the copy"),
    Column.COPY_PRICE: marked("Price of the copy"),
    Column.COPY_CALL_NUMBER: marked("Call number of the copy"),
    Column.COPY_NOTE: marked("Note on the copy"),
    Column.NAME: marked("Name"),
    Column.STUDENT_NUMBER: marked("Student or staff number"),
    Column.REGISTER_NUMBER: marked("National student number"),
    Column.CARD: marked("Card number"),
    Column.GENDER: marked("Gender"),
    Column.GRADE: marked("Grade"),
    Column.CLASS: marked("Class"),
    Column.UNIT: marked("Class or unit"),
    Column.ENTRY_YEAR: marked("Year of entry"),
    Column.CATEGORY: marked("Patron category"),
    Column.EXPIRES: marked("Valid until"),
    Column.LOAN_LIMIT: marked("Loan limit"),
    Column.LENDING_RIGHT: marked("Lending right"),
    Column.NOTE: marked("Note"),
}

# Compared after `plain_header`: half-width, lower case, without blanks, signs and what stands in brackets.
STOCK_WORDS: Final = {
    Column.TITLE: (
        "书名 题名 正题名 书籍名称 图书名称 书刊名称 书目名称 刊名 题名与责任者 正书名 图书名 书籍名 名称 title "
        "booktitle booktitlename bookname titleproper"
    ),
    Column.SUBTITLE: "副题名 副书名 副标题 其他题名信息 subtitle",
    Column.PARALLEL_TITLE: "并列题名 并列书名 原作名 外文题名 英文书名 原书名 originaltitle paralleltitle",
    Column.VOLUME: "卷册 分册 册次 卷次 分卷号 卷册号 分辑号 卷期 volume vol",
    Column.AUTHOR: ("作者 著者 责任者 第一责任者 主要责任者 著作者 主编 编著者 作者名 author authors writer creator"),
    Column.OTHER_AUTHORS: "译者 其他责任者 第二责任者 次要责任者 绘者 绘图 yizhe translator otherauthors illustrator",
    Column.EDITION: "版次 版本 版本项 edition",
    Column.PLACE: "出版地 出版地点 placeofpublication place",
    Column.PUBLISHER: (
        "出版社 出版者 出版单位 出版社名称 出版商 出版发行者 出版机构 publisher publishpress press publishinghouse"
    ),
    Column.PUBLISHED: (
        "出版日期 出版年 出版时间 出版年月 出版年份 年份 published publicationdate publishdate publishtime "
        "pubyear publicationyear pubdate publishyear year"
    ),
    Column.ISBN: "isbn isbn号 isbn/issn 国际标准书号 标准书号 书号 isbn码 标准编号 isbn13 isbn10",
    Column.PRICE: "价格 单价 定价 码洋 书价 图书价格 图书定价 码价 price unitprice listprice",
    Column.PAGES: "页数 页码 页数或卷数 总页数 页 pages pagecount numberofpages",
    Column.SIZE: "开本 尺寸 规格 书籍尺寸 大小 size format",
    Column.BINDING: "装帧 装订 装订形式 binding",
    Column.ACCOMPANYING: "附件 附盘 光盘 随书附件 accompanyingmaterial",
    Column.SERIES: "丛书 丛书名 丛编 丛编题名 系列 丛书项 series",
    Column.LANGUAGE: "语种 语言 文种 language lang",
    Column.AUDIENCE: (
        "读者对象 适读对象 适用对象 适读年级 适用年级 适合年级 阅读对象 学段 推荐学段 适用学段 audience readership"
    ),
    Column.SUBJECTS: "主题 主题词 关键词 关键字 标引词 subject subjects keywords tags",
    Column.SUMMARY: "内容简介 简介 提要 摘要 内容提要 内容介绍 summary abstract description intro",
    Column.CLASS_NUMBER: (
        "分类号 中图分类号 中图法分类号 图书分类号 中图分类 分类 中图号 类号 图书分类 classnumber clc "
        "classification class"
    ),
    Column.BOOK_NUMBER: "种次号 书次号 著者号 种次 booknumber cutter",
    Column.CALL_NUMBER: "索书号 索取号 排架号 callnumber callno",
    Column.ITEM_TYPE: "文献类型 图书类型 书刊类型 资料类型 类型 itemtype materialtype",
    Column.COPY_COUNT: (
        "数量 册数 复本数 馆藏本数 复本 复本量 馆藏数量 本数 总册数 入库数量 库存 藏书量 馆藏册数 订数 实洋数 "
        "馆藏复本数 totalcopies copies quantity qty count numberofcopies holdings"
    ),
    Column.ACCESSION_NUMBER: (
        "登录号 财产号 个别登记号 登记号 图书登记号 总登记号 财产登记号 资产编号 图书编号 编号 图书号 馆藏号 "
        "登录编号 bookid accessionnumber accessionno assetnumber"
    ),
    Column.BARCODE: (
        "条码 条码号 条形码 图书条码 图书条码号 馆藏条码 条形码号 册条码 册条码号 barcode barcodenumber itembarcode"
    ),
    Column.LOCATION: (
        "位置 书架 架位 架位号 书籍位置 书架号 馆藏地 馆藏地点 馆藏位置 藏书地点 存放位置 排架位置 架号 存放地点 "
        "所在书架 location shelf shelfcode shelfmark"
    ),
    Column.ACQUIRED: (
        "入藏日期 登记日期 登录日期 入库日期 购买日期 购置日期 入馆日期 验收日期 入库时间 登记时间 acquired acquiredon "
        "acquisitiondate dateacquired"
    ),
    Column.SOURCE: "来源 图书来源 书源 供应商 采购来源 书商 source supplier vendor",
    Column.OTHER_ISBNS: "其他isbn 其他书号 其它书号 otherisbns",
    Column.ISSN: "issn 国际标准刊号 issn号",
    Column.UNIFIED_NUMBER: "统一书号 booknumberbefore1988",
    Column.KIND: "书目类型 书目类别 kindoftitle",
    Column.SET_NAME: "套书名 所属套书 套书 set setname",
    Column.COPY_VOLUME: "本册卷期 本册卷次 volumeofthecopy",
    Column.COPY_PRICE: "本册价格 登记价 priceofthecopy",
    Column.COPY_CALL_NUMBER: "本册索书号 callnumberofthecopy",
    Column.COPY_NOTE: "本册备注 复本备注 noteonthecopy",
    Column.NOTE: "备注 附注 说明 note notes remark remarks comment",
}
ROSTER_WORDS: Final = {
    Column.NAME: ("姓名 读者姓名 学生姓名 教师姓名 名字 读者名称 name fullname studentname readername patronname"),
    Column.STUDENT_NUMBER: (
        "学号 工号 学生学号 教工号 职工号 编号 学生编号 教师编号 校内学号 studentid studentnumber studentno "
        "staffnumber number"
    ),
    Column.REGISTER_NUMBER: "学籍号 全国学籍号 学籍编号 全国学籍编号",
    Column.CARD: (
        "借书号 卡号 借书证号 读者证号 读者卡号 借阅证号 借书卡号 读者条码 读者证条码 证号 证件条码 一卡通号 "
        "校园卡号 读者编号 读者号 图书证号 借书证 条码 条码号 条形码 card cardnumber cardno barcode patronid "
        "readerid librarycard"
    ),
    Column.GENDER: "性别 gender sex",
    Column.GRADE: "年级 所在年级 grade",
    Column.CLASS: "班级 班别 所在班级 班级名称 行政班 班 class classname",
    Column.UNIT: "单位 部门 所属单位 所在单位 所属部门 department unit",
    Column.ENTRY_YEAR: "入学年份 入学年 级别 届别 入学年度 entryyear yearofentry",
    Column.CATEGORY: ("读者类型 类型 身份 读者类别 类别 读者级别 人员类别 人员类型 category patroncategory type role"),
    Column.EXPIRES: ("有效期 有效期至 截止日期 失效日期 有效日期 到期日期 终止日期 validuntil expires expirydate"),
    Column.LOAN_LIMIT: (
        "借书额度 限额 借书限额 可借册数 最大借书数 可借数量 最大可借数 借阅限额 借书数量 可借数 loanlimit limit "
        "maxloans"
    ),
    Column.LENDING_RIGHT: "借书权限 权限 借阅权限 状态 读者状态 卡状态 证状态 status lendingright",
    Column.NOTE: "备注 附注 说明 note notes remark remarks comment",
}
LOAN_WORDS: Final = frozenset(
    [
        "借书日期",
        "借阅日期",
        "借阅时间",
        "借出日期",
        "借书时间",
        "还书日期",
        "还书期限",
        "归还日期",
        "还书时间",
        "应还日期",
        "应还时间",
        "动作",
        "借还",
        "借还类型",
        "操作类型",
        "loandate",
        "returndate",
        "duedate",
        "borrowdate",
        "checkedout",
    ]
)
# A header that only contains a known word and ends so speaks of something else (作者国籍, 封面链接, 手机号).
FOREIGN_ENDINGS: Final = (
    "国籍", "链接", "网址", "url", "评分", "人数", "封面", "图片", "拼音", "手机", "电话", "邮箱", "身份证号",
    "身份证件号", "家长姓名", "父亲姓名", "母亲姓名", "曾用名", "班主任", "学校名称", "校名", "学籍副号",
)  # fmt: skip
