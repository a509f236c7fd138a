// Characters that two systems write differently in one person's name (domain.md 3.5). Pairs: as found, as compared.

// Traditional forms and variants met in surnames and given names.
const TRADITIONAL =
  '張张陳陈劉刘楊杨黃黄趙赵吳吴孫孙馬马羅罗鄭郑謝谢許许鄧邓馮冯韓韩蕭萧葉叶呂吕蘇苏盧卢蔣蒋賈贾閻阎鐘钟鍾钟譚谭陸陆範范韋韦龍龙萬万賴赖' +
  '龔龚嚴严溫温蘭兰覃覃蘆芦歐欧莊庄顏颜單单湯汤賀贺錢钱龐庞樊樊盤盘藍蓝鄒邹寧宁甯宁農农駱骆聶聂關关齊齐顧顾畢毕紀纪項项婁娄繆缪滿满焦焦' +
  '國国囯国囻国強强彊强偉伟華华軍军剛刚慶庆慧慧榮荣貴贵麗丽鳳凤鸞鸾瓊琼瑩莹蓮莲鮮鲜豔艳艷艳紅红綺绮繡绣綉绣緒绪維维綠绿線线純纯紹绍結结' +
  '愛爱寶宝賓宾賢贤財财質质賽赛贊赞遠远達达運运進进連连遙遥選选還还邊边鄉乡鄰邻醫医釗钊銀银銅铜銘铭鋒锋錦锦鋼钢鎮镇鏡镜鐵铁鑫鑫長长門门開开' +
  '間间陽阳陰阴隊队際际隨随雲云靈灵靜静順顺須须領领頌颂頂顶頻频題题風风飛飞飄飘驥骥駿骏騰腾驕骄魯鲁鵬鹏鴻鸿鶴鹤鶯莺麥麦東东樂乐業业極极' +
  '樹树橋桥機机權权歡欢歲岁歷历殷殷氣气漢汉潔洁潤润澤泽濤涛濱滨瀾澜灝灏煥焕燈灯燦灿爾尔獻献環环瑪玛瑋玮珺珺瓏珑產产異异畫画發发盛盛碩硕' +
  '禮礼禎祯秋秋稱称穎颖積积穩稳節节築筑簡简義义習习聖圣聞闻聯联聲声肅肃脈脉腦脑與与興兴舉举舊旧藝艺薔蔷蘊蕴處处號号術术衛卫裝装見见規规覺觉' +
  '觀观計计訓训記记詠咏評评詞词試试詩诗話话誠诚語语說说課课調调諒谅談谈請请論论諾诺謀谋謙谦講讲識识證证譜谱譯译議议護护讀读豐丰貞贞負负貢贡' +
  '資资趕赶躍跃車车軒轩輝辉煇辉輕轻輪轮轉转辭辞學学實实寬宽審审對对導导將将專专屬属島岛嶺岭嶽岳巒峦師师帥帅帶带幫帮廣广廬庐張张彥彦徑径從从' +
  '徵征德德志志恆恒悅悦惠惠憶忆應应懷怀戰战戲戏揚扬換换損损搖摇攝摄敏敏數数斂敛斌斌斷断時时晉晋曉晓暉晖暢畅曄晔會会曆历勝胜勳勋勛勋勞劳務务' +
  '動动勵励區区協协單单衆众眾众員员問问啟启啓启喬乔喚唤嘯啸團团園园圓圆場场堅坚塵尘壯壮壽寿夢梦奮奋奧奥婭娅媽妈嬌娇嫻娴孿孪個个倫伦側侧' +
  '傑杰傳传傷伤億亿儀仪優优儉俭來来侖仑兒儿黨党內内兩两冊册寫写凱凯劍剑劃划創创則则別别';
const SYSTEM_GBK =
  '⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻';

const pairs = (text: string): [string, string][] => {
  const characters = [...text];
  return characters.flatMap((found, i): [string, string][] => (i % 2 === 0 ? [[found, characters[i + 1]]] : []));
};

/** As compared, by character as found. GBK systems keep 80 rare characters in private use, U+E815 to U+E864. */
export const standardForm: ReadonlyMap<string, string> = new Map([
  ...pairs(TRADITIONAL),
  ...[...SYSTEM_GBK].map((standard, i): [string, string] => [String.fromCodePoint(0xe815 + i), standard]),
]);

// What a clerk types instead: the same sound, or nearly the same shape. Each word is one group.
const MISTAKEN_FOR_EACH_OTHER =
  '军君均俊钧峻骏 华花桦骅 强墙 明民名铭鸣敏 建健剑键舰 平萍坪苹屏 伟卫玮炜维威苇 刚钢纲岗 文纹雯闻 林琳霖临 福富付 荣容蓉榕溶融 德得 秀绣琇 ' +
  '英瑛颖莹樱 珍真贞珎 兰蓝岚澜 梅美玫媚 梅海 芳方芬 玉王钰育裕 莲连怜涟 凤风丰峰锋 香乡湘祥 芬纷 红洪宏鸿虹弘 丽莉利力立黎 艳燕雁彦延 云芸韵运 志治智致知 永勇咏泳 ' +
  '生升声胜盛圣 光广 兴星新心欣馨 春椿纯 金锦今 贵桂 海梅 山珊杉 龙隆珑 国囯果 群琼 菊举 霞夏 月悦跃越岳 小晓肖 东冬栋 成诚城程 杰洁捷 辉慧惠会晖 ' +
  '静晶婧敬 庆清青卿 学雪 宝保葆 长常昌 树书淑 家佳嘉加 亚雅娅 连莲 少绍邵 万婉 元园源圆媛 进晋 和河荷 良亮梁 仁任 如茹儒 义艺益毅 忠中钟 安岸 恩 付傅 ' +
  '张章 江姜 余于俞 肖萧 阎闫 戴代 未末 己已 土士 大太 木本';
/** Groups of characters taken for one another; a character may stand in several. */
export const takenForEachOther: ReadonlyMap<string, string> = (() => {
  const groups = new Map<string, string>();
  for (const group of MISTAKEN_FOR_EACH_OTHER.split(' '))
    for (const character of group) groups.set(character, (groups.get(character) ?? '') + group);
  return groups;
})();
