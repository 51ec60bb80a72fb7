"""Faults as customers word them, near and far, in two languages; and single complaints that are no fault.

Written for this measurement, not taken from anywhere. Faults of one category are meant to be told apart.
"""

from __future__ import annotations

from typing import NamedTuple


class Said(NamedTuple):
    """One complaint: what it is truly about (a single one by its own number), and in which words."""

    fault: str
    category: str
    language: str
    words: str


_FAULTS: dict[tuple[str, str], tuple[str, str]] = {
    ("product", "battery"): (
        """The battery is empty after two hours
After the update the battery runs down in no time
My phone's battery hardly lasts half a day
Battery drains very fast even when I don't use it
I have to charge it three times a day, the battery is that bad
The battery life is terrible, it dies by noon""",
        """电池用两个小时就没电了
更新以后电池掉电特别快
手机电池撑不到半天
不用的时候电池也一直掉电
一天要充三次电，电池太不耐用
电池续航太差，中午就没电""",
    ),
    ("product", "screen"): (
        """The screen flickers all the time
My screen keeps flickering when I scroll
Display flickering since yesterday, hurts my eyes
There is a flicker on the display at low brightness
The picture on the screen flashes on and off
Screen is flashing and unreadable""",
        """屏幕一直闪
滑动的时候屏幕不停闪烁
从昨天开始显示屏闪烁，眼睛难受
亮度调低屏幕就会闪
屏幕画面忽明忽暗地闪
屏幕闪得没法看""",
    ),
    ("product", "heater"): (
        """The heater makes a loud noise at night
Terrible noise from the heater, we can't sleep
Our heater is rattling loudly
The new heater hums so loud that I switch it off
Loud rattling from the heater as soon as it warms up
Noise of the heater is unbearable""",
        """取暖器晚上噪音很大
取暖器的噪音吵得睡不着
新买的取暖器一直嗡嗡响，声音太大
取暖器一热起来就哐哐响，噪音大
取暖器响得受不了
晚上取暖器声音太吵""",
    ),
    ("product", "app"): (
        """The app crashes when I open my orders
App keeps crashing on the order page
Every time I tap on my orders the app closes by itself
Your app crashed again while I was looking at my order
The order list makes the app crash
I can't see my orders, the app just shuts down""",
        """打开订单页面应用就闪退
应用一点“我的订单”就闪退
看订单的时候应用又闪退了
订单列表一打开应用自己关掉
每次查订单应用都闪退
应用闪退，看不了我的订单""",
    ),
    ("delivery", "late"): (
        """My parcel is five days late
The parcel should have been here on Monday, it still has not arrived
Delivery is late again, I have been waiting for a week
Still waiting for my parcel, it is very late
Where is my parcel? It was promised for last week
The delivery is delayed by days and nobody says why""",
        """包裹晚了五天还没到
说好周一到的包裹，现在还没收到
快递又晚了，我等了一个星期
一直在等包裹，太慢了
我的包裹在哪里？说上周就到的
快递拖了好几天，没人说明原因""",
    ),
    ("delivery", "crushed"): (
        """The box was crushed when it came
Parcel arrived with a crushed box
The carton is dented and the box torn open
Box squashed in transport, the corners are broken
My order came in a badly crushed carton
The package was torn and the box flattened""",
        """收到的时候箱子被压扁了
包裹到的时候纸箱压坏了
纸箱变形，箱子破了个口子
运输中箱子被压，角都坏了
我的货箱子压得不成样子
包装破了，纸箱压扁了""",
    ),
    ("delivery", "courier"): (
        """The courier left the parcel in the rain without ringing
Courier did not ring, he just dropped the parcel outside
Your courier never rings the bell
The courier threw my parcel over the fence and left without ringing
No ring, no call: the courier put it in front of the door and went
The courier drove off without ringing though I was at home""",
        """快递员没按门铃就把包裹放雨里了
快递员不打电话，直接把包裹扔门口
你们的快递员从来不敲门
快递员没敲门，把包裹扔院子里就走了
不敲门也不打电话，快递员放门口就走
我明明在家，快递员不按门铃就走了""",
    ),
    ("delivery", "wrong"): (
        """I got the wrong colour, I ordered blue
You sent the wrong colour
The colour is wrong: green instead of blue
Wrong colour delivered, I wanted black
I ordered a red one and a white one came, the colour is not what I ordered
The colour of what came is not the one I chose""",
        """颜色发错了，我要的是蓝色
你们寄来的颜色不对
颜色错了，要蓝色来了绿色
收到的颜色不对，我要的是黑色
我订的红色，发来的是白色，颜色发错
寄来的颜色不是我选的""",
    ),
    ("service", "wait"): (
        """I waited forty minutes on the hotline
Nobody answers the hotline, half an hour of music
The hotline lets you wait forever
An hour in the queue of your hotline and then it hung up
Your hotline is never free, always waiting
Waiting on the hotline for ages and nobody picks up""",
        """打热线等了四十分钟
热线没人接，听了半小时音乐
热线永远在等待
热线排队一个小时，然后断了
你们的热线一直占线，总是要等
热线等了好久没人接""",
    ),
    ("service", "refund"): (
        """My refund has not come after three weeks
Still no refund for the order I sent back
When do I get my refund? I have waited for a month
The refund was promised in five days, nothing came
I sent it back and the money has not been refunded
No refund on my card yet""",
        """退款三个星期了还没到
退货以后一直没收到退款
退款什么时候到？等了一个月
说五天退款，到现在没到账
东西退回去了，钱还没退
卡上没有收到退款""",
    ),
    ("service", "charged"): (
        """I was charged twice for one order
My card was charged twice
You took the money two times
Double charge on my card for the same order
The same amount was debited twice
Charged twice, please give one back""",
        """一个订单扣了两次钱
我的卡被扣了两次款
同一笔订单重复扣款
钱扣了两遍
同样的金额扣了两次
重复扣费，请退一笔""",
    ),
    ("service", "rude"): (
        """The man in the shop was very rude to me
Rude staff in your shop, I was shouted at
The shop assistant was rude and turned away
I have never met such rude people as in your shop
Your staff in the shop treated me rudely
Very rude behaviour of the lady in the shop""",
        """店里的店员态度很差
你们店员态度恶劣，还吼我
门店店员爱理不理，态度差
没见过态度这么差的店员
店里的员工对我态度很不好
店里那位女士态度非常差""",
    ),
}
_SINGLE: dict[str, tuple[str, str]] = {
    "product": (
        """The manual is only in Japanese
The handle came off when I lifted it
It smells of plastic
My charger does not fit the socket here
The camera takes blurred pictures in the dark
The size on the label is wrong
The fan's remote control needs a strange kind of cell
Sound only comes from the left speaker
The lid does not close
The timer forgets the time after a power cut
Buttons stick when it is cold
It turned yellow in the sun""",
        """说明书只有日文
一提把手就掉了
塑料味很重
充电器和这里的插座不配
摄像头晚上拍出来是糊的
标签上的尺码是错的
遥控器要用很少见的电池
只有左边的喇叭有声音
盖子盖不上
停电以后定时器就忘了时间
天冷的时候按键会卡住
晒了太阳就发黄""",
    ),
    "delivery": (
        """One of two items is missing in the box
My neighbour signed for it without asking me
The lift van blocked our street
I moved and it went to the old address
Customs want a paper that I don't have
The tracking link shows somebody else's order
The driver asked me for money
A gift card was not in the parcel
It was sent to the wrong pick-up point
The invoice lay open in the parcel with my price on it
They only deliver in the morning when I work
Two parcels came though I ordered one""",
        """箱子里少了一件
邻居没问我就签收了
送货车把我们的路堵住了
我搬家了，东西寄到旧地址
海关要一张我没有的单子
物流链接显示的是别人的订单
司机问我要小费
包裹里没有礼品卡
送到了错的自提点
发票露在外面，价格被看到
只在上午送，我要上班
订一个来了两个""",
    ),
    "service": (
        """Your newsletter comes every day though I signed off
The shop closed ten minutes before time
Nobody told me that the course was cancelled
My points have disappeared
The contract was sent to me in the wrong name
The trainer smoked in the yard
I could not park anywhere near the shop
The voucher was not accepted
The chat answers in another language
They lost the key that I left for the repair
My appointment was moved without a word
The toilet in the branch was dirty""",
        """已经退订了，每天还收到广告邮件
店里提前十分钟就关门了
课程取消没有通知我
我的积分不见了
合同上的名字写错了
教练在院子里抽烟
门店附近没地方停车
优惠券用不了
聊天用别的语言回答我
我留下维修的钥匙被弄丢了
没说一声就把我的预约改了
分店的厕所很脏""",
    ),
}


def everything() -> list[Said]:
    """All complaints, the languages mixed, in an order that has nothing to do with what they say."""
    said = [
        Said(fault, category, language, line)
        for (category, fault), both in _FAULTS.items()
        for language, text in zip(("en", "zh"), both, strict=True)
        for line in text.splitlines()
    ]
    said += [
        Said(f"single {language} {category} {place}", category, language, line)
        for category, both in _SINGLE.items()
        for language, text in zip(("en", "zh"), both, strict=True)
        for place, line in enumerate(text.splitlines())
    ]
    return sorted(said, key=lambda one: one.words[::-1])


def half(said: list[Said], which: int) -> list[Said]:
    """Every other fault and every other single complaint: one half is to tune on, the other to prove."""
    names = sorted({one.fault for one in said}, key=lambda name: (name.startswith("single"), name))
    mine = set(names[which::2])
    return [one for one in said if one.fault in mine]
