namespace EventOps.Linux.Tests.Lvm;

/// <summary>What <c>lvm fullreport</c> of lvm2 2.03.16 prints for two groups and one unused physical volume.</summary>
internal static class LvmFixture
{
    internal const string Report = """
          {
              "report": [
                  {
                      "vg": [
                          {"vg_name":"eovg", "vg_uuid":"u1", "vg_attr":"wz--n-", "vg_extent_size":"4194304", "vg_extent_count":"30", "vg_free_count":"26", "vg_missing_pv_count":"0"}
                      ]
                      ,
                      "pv": [
                          {"vg_name":"eovg", "pv_name":"/dev/loop0", "pv_uuid":"p1", "pv_size":"62914560", "pv_free":"46137344", "pv_allocatable":"allocatable", "dev_size":"67108864", "pe_start":"1048576"},
                          {"vg_name":"eovg", "pv_name":"/dev/loop1", "pv_uuid":"p2", "pv_size":"62914560", "pv_free":"62914560", "pv_allocatable":"", "dev_size":"67108864", "pe_start":"1048576"}
                      ]
                      ,
                      "lv": [
                          {"vg_name":"eovg", "lv_name":"data", "lv_uuid":"l1", "lv_size":"12582912", "lv_path":"/dev/eovg/data", "lv_attr":"-wi-ao----", "lv_active":"active", "lv_permissions":"writeable", "origin":"", "lv_health_status":"", "data_percent":"", "pool_lv":""},
                          {"vg_name":"eovg", "lv_name":"thin", "lv_uuid":"l2", "lv_size":"4194304", "lv_path":"/dev/eovg/thin", "lv_attr":"Vwi-s-tz--", "lv_active":"", "lv_permissions":"writeable", "origin":"", "lv_health_status":"partial", "data_percent":"42.50", "pool_lv":"pool", "copy_percent":"37.25"}
                      ]
                      ,
                      "pvseg": [
                          {"pvseg_start":"0"}
                      ]
                      ,
                      "seg": [
                          {"seg_start":"0"}
                      ]
                  }
                  ,
                  {
                      "vg": [
                          {"vg_name":"", "vg_uuid":"", "vg_attr":"r-----", "vg_extent_size":"0", "vg_extent_count":"0", "vg_free_count":"0", "vg_missing_pv_count":"0"}
                      ]
                      ,
                      "pv": [
                          {"vg_name":"", "pv_name":"/dev/loop2", "pv_uuid":"p3", "pv_size":"67108864", "pv_free":"67108864", "pv_allocatable":"", "dev_size":"67108864", "pe_start":"1048576", "a_new_field":{"deep":[1]}}
                      ]
                      ,
                      "lv": [
                      ]
                  }
              ]
          }

        """;
}
