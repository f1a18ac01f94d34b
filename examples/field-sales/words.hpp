// SPDX-License-Identifier: Apache-2.0
/// The names and answers that generate.cpp draws from.
#pragma once

#include <string_view>

namespace words {

// clang-format off
inline constexpr std::string_view team_names[] = {"华东一部", "华东二部", "华南部", "华北部", "西南部", "Export"};
inline constexpr std::string_view surnames[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗"};
inline constexpr std::string_view given_names[] = {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "涛", "明", "超", "秀英", "建国", "晓燕", "志强", "海波", "雪梅"};
inline constexpr std::string_view western_names[] = {"Anna Keller", "Li, Wei", "Tom \"TJ\" Jones", "Maria Santos", "O'Neill, Sean"};
inline constexpr std::string_view places[] = {"上海", "苏州", "杭州", "宁波", "南京", "广州", "佛山", "深圳", "成都", "重庆", "天津", "青岛", "武汉", "长沙", "郑州", "西安", "厦门", "合肥", "无锡", "常州"};
inline constexpr std::string_view trades[] = {"精密机械", "电子", "汽车零部件", "食品", "医疗器械", "化工", "包装", "纺织", "新能源", "物流", "家具", "五金", "塑料", "仪表", "制药", "建材"};
inline constexpr std::string_view foreign_companies[] = {"Apex Tools, Inc.", "Nordlicht GmbH", "Blue River Foods", "Kita Seiki", "\"Best\" Packaging Ltd."};
inline constexpr std::string_view contacts[] = {"采购经理", "总经理", "技术总监", "生产厂长", "设备主管", "财务总监", "Plant manager", "采购员"};
inline constexpr std::string_view topics[] = {"设备更新计划", "年度框架协议", "新品试用，价格与交期", "售后与备件", "产能扩建, 二期", "质量问题的整改"};
inline constexpr std::string_view products[] = {"本公司旧款", "竞品A的标准型", "自制设备", "进口品牌", "多家混用"};
inline constexpr std::string_view processes[] = {"厂长建议, 总经理批准", "招标", "采购部比价", "集团统一采购", "技术部门选型"};
inline constexpr std::string_view reactions[] = {"积极", "要求报价", "价格偏高", "有兴趣但不急", "冷淡"};
inline constexpr std::string_view rivals[] = {"海天", "Siemens", "本地小厂", "进口代理商", "海天、本地小厂"};
inline constexpr std::string_view times[] = {"本月", "下季度", "年底前", "明年一季度", "预算批准后"};
inline constexpr std::string_view steps[] = {"下周三送样机", "报价并约见总经理", "安排技术交流", "签约", "月底回访"};
inline constexpr std::string_view outcomes[] = {"签单", "试用", "报价", "继续跟进", "暂无需求"};
inline constexpr std::string_view blanks[] = {"", "", "无", "不详", "-"};
// clang-format on

}  // namespace words
